"""From the bytes of a file to the lines of its document: one module a kind of file, none of them knows of open days."""
