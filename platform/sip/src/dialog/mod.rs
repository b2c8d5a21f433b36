//! Dialogs (RFC 3261 §12) as pure values.
