package redact

// Masks are the words that stand for what was taken out.
var Masks = masks
