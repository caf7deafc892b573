"""Paper: sheets set by typst as tagged PDF."""
