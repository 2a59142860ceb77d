"""One-liners: what this app does when another app tells news."""
