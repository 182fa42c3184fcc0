"""A driver in a child process (`isolate: process`): what hangs or crashes costs one device."""
