"""Print-image reports: what once went to a printer, with page headers, groups and subtotals between the rows."""
