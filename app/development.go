//go:build dev

package app

// development says that this is a build for those who work on it (go build -tags dev): its console has
// /styleguide.
const development = true
