"""Files that an old system leaves in a folder: one room per format, and the folder that takes each file once."""
