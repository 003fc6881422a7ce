export default function Pack() { return <h1 tabIndex={-1}>Pack</h1>; }
