"""Access databases, .mdb and .accdb: tables read page by page, without Access and without its driver."""
