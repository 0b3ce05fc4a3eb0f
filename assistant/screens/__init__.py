"""One module a page of the web app, plus what pages share."""
