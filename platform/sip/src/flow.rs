//! Where a message came from or goes to: protocol, addresses and connection.
