//! INVITE sessions above dialogs and transactions, as pure machines.
