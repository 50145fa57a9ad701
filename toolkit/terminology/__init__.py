"""What is done with a termbase as a whole: terms looked up, two termbases compared and merged."""
