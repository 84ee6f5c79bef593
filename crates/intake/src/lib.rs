//! Bytes to records and findings: workbooks and CSV folders.
