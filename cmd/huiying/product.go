package main

// product is the name that requests, pages and logs carry.
const product = "huiying"

// revision is set when the binary is built.
var revision = "unknown"
