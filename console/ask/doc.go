// Package ask reads what an address or a form asks, and gathers what pages and the API tell alike:
// mentions found, issues with their heat, briefings, rates, and what stands on the open board.
package ask
