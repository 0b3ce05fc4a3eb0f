"""Tables on the pages of a PDF: from drawn cells, from labels or from figures, and over several pages."""
