"""One file a revision, named in kiosk.store.schema.REVISIONS."""
