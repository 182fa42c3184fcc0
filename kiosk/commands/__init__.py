"""The commands of `kiosk`, one file a command; what is heavy is imported when it runs."""
