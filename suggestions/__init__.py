"""What the page may propose beside the text: learned from the project, never saved unasked."""
