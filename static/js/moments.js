// A sleeping device may stop one clock and a user may turn the other; the older of the two is believed.
export const moment = () => ({ steady: performance.now(), wall: Date.now() });
export const ageOf = ({ steady, wall }) => Math.max(performance.now() - steady, Date.now() - wall);
