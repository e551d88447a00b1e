//! Ambient air: GB 3095, HJ 633 and HJ 663.
