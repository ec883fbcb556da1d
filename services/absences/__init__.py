"""Why children are not at school: reasons families give, alarms, and families to be called."""
