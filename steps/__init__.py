"""How a sentence of a feature file is carried out."""
