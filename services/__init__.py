"""The school: rules, use cases, tables, what is owed to people; no Telegram, HTTP, scheduler."""
