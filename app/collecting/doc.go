// Package collecting visits the configured sources when they are due, and takes in what they and
// others bring.
package collecting
