"""One module per command of ``peremena``: ``run(args, settings)`` returns the exit status."""
