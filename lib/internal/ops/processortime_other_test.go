//go:build !unix

package ops

import "time"

// processorTime is not known here.
func processorTime() time.Duration { return 0 }
