//! What people and programs get: pages, JSON, lists, the brief.
