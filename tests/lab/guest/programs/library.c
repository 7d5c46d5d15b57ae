/* A library that does nothing but be loaded. */
const char *integritywatch_lab(void) { return NAME; }
