"""What the pages in the browser say: for each page what its template shows."""
