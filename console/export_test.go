package console

import "net/http"

// Routes is the mux of a console, with nothing before it.
func Routes(d Deps) (*http.ServeMux, error) {
	_, mux, err := build(d)
	return mux, err
}
