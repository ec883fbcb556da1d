"""Facts → messages: pure functions, one module per router; every sentence goes through gettext."""
