"""The words of the features: one module for each chapter, each with its slot types in ``TYPES``.

``steps.vocabulary`` gathers them; a new word goes into the module of its chapter and nowhere else.
"""
