"""What the QML pages are bound to: typed objects made from frozen page values."""
