"""The whole site as files: any host serves them, to any number of people, and a USB stick too."""
