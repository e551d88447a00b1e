//! 监测网络: what is measured at sections and stations, on the public pages and in the desk.

use crate::sentences;

sentences! {
    measured_at(register): "据「{register}」监测数据计算", "computed from what was measured at the places of: {register}";
}
