export default function Cart() { return <h1 tabIndex={-1}>Cart</h1>; }
