"""The suite itself: that it passes a good sink is shown in ``tests/sinks``; here that it fails bad ones."""
