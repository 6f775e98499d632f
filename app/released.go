//go:build !dev

package app

// development says that this is a build for those who work on it; see development.go.
const development = false
