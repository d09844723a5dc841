"""The tutorial under load: many users go through it at once, and a part of what they get is judged."""
