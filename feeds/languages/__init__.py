"""Which language a text is in, by what is declared of it and by its own letters and words."""
