"""The ways a message is carried to a receiver, a file each. Each is a `ports.Channel`."""
