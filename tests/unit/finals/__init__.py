"""Pure rules of period marks and of the forecast."""
