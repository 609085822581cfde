"""Charts of figures as pictures: one file for each kind of chart."""
