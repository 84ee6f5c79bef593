//! Keeps records, their history, and finds them.
