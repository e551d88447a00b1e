//! Surface water: GB 3838-2002 and the assessment method of 2011.
