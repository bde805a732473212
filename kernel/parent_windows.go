package kernel

import "golang.org/x/sys/windows"

// parentProbe returns how to ask whether the process with this handle, which
// we inherited, is alive.
func parentProbe(handle uint64) (alive func() bool, ok bool) {
	alive = func() bool {
		event, err := windows.WaitForSingleObject(windows.Handle(handle), 0)
		return err != nil || event == uint32(windows.WAIT_TIMEOUT)
	}
	_, err := windows.WaitForSingleObject(windows.Handle(handle), 0)
	return alive, err == nil
}
