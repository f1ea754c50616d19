"""What a process has before anything else: cooperative greenlets, patched libraries, a clock."""
