"""What every update goes through before a handler sees it; each does one small thing."""
